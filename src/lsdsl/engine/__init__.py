"""The engine: the state of one profile and the one pure step."""
