"""Scores as SQL: what is purely declarative becomes one statement, which DuckDB runs over Parquet files.

:mod:`columns` says what the statement reads, :mod:`expressions` turns expressions of the model into SQL, :mod:`awards` the rules
on events, :mod:`standing` what is a function of the present, and :mod:`statement` puts them together. What has no equal in SQL
raises :class:`~lsdsl.sql.problems.NotSqlError`; :mod:`deciding` collects these, rule by rule, and says which scores SQL can do.
:mod:`sources` makes the inputs readable for DuckDB, :mod:`execution` runs the statement, and :mod:`engines` does a run, in which
the step does what SQL cannot.

The step is what holds: wherever SQL could give another result, it is refused. Needs ``lsdsl[duckdb]``.
"""
