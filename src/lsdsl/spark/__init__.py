"""Scores by Apache Spark: the same results as ``lsdsl run``, on as many machines as there are."""

from lsdsl.spark.problems import SparkError
from lsdsl.spark.rendering import lines
from lsdsl.spark.scored import Scored
from lsdsl.spark.scoring import score, score_files
from lsdsl.spark.session import local_session

__all__ = ["Scored", "SparkError", "lines", "local_session", "score", "score_files"]
