"""What several checks want to know of a ruleset: where its expressions stand, what its values can be, what writes what.

It reads the model and says nothing: findings are the business of the checks.
"""
