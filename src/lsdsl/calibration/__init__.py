"""Calibration: how well do the points of today rank the leads that converted, and which points would rank better.

:mod:`outcomes` reads what became of the leads, :mod:`evidence` runs the rules and notes what each rule gave each profile,
:mod:`measures` says how good the ranking is, :mod:`proposal` fits other points to the same rules, :mod:`cautions` says what to be
careful about, and :mod:`editing` puts points into rule files. It needs scikit-learn (``lsdsl[calibrate]``), imported when used.
"""
