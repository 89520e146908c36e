"""Delivery: performs the actions that follow-ups asked for, and remembers in a journal which ones are done.

``deliver.toml`` says which action goes to which sink. A file sink gets every action exactly once; mail servers and web hooks get
it at least once, always under the same id. Nothing here knows the rules: what it reads is ``actions.jsonl``.
"""
