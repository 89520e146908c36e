"""A durable state: profiles, what came out of them and how far each input was read, committed together in one file."""

from lsdsl.store.copying import copy
from lsdsl.store.exporting import export
from lsdsl.store.interface import Store
from lsdsl.store.opening import open_state, require
from lsdsl.store.postgres_place import name_of
from lsdsl.store.problems import StoreError
from lsdsl.store.work import Work, run_stateful

__all__ = ["Store", "StoreError", "Work", "copy", "export", "name_of", "open_state", "require", "run_stateful"]
