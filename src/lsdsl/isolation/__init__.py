"""Worker mode: the boxes of strangers run in child processes, the rest of the step stays where it is.

The parent runs the steps; when one comes to a box it is put off (:mod:`steps`), the runs that are waiting travel together
(:mod:`requests`, :mod:`wire`) to a child (:mod:`process`, :mod:`pool`), which has given up all that it does not need
(:mod:`confine`, :mod:`child`). What comes back is believed only as far as the box could have done it (:mod:`answers`). Results
are those of the in-process mode, byte for byte.
"""
