"""Runners: what calls the step. One keeps states in memory for a program, one streams whole files for the command line.

They own everything that the step must not know: many profiles, the order of inputs, files, progress, and when to stop.
"""
