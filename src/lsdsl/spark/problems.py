"""What keeps Spark from doing its work, in words that say what to do."""


class SparkError(Exception):
    """Spark cannot be started, or a job of it failed. The command line ends with 2."""
