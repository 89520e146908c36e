"""A durable state: profiles, what came out of them and how far each input was read, committed together in one file."""

from lsdsl.store.exporting import export
from lsdsl.store.problems import StoreError
from lsdsl.store.sqlite import SQLiteStore
from lsdsl.store.work import Work, run_stateful

__all__ = ["SQLiteStore", "StoreError", "Work", "export", "run_stateful"]
