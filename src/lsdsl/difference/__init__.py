"""Two rulesets over the same events: whose scores move, by which rules, and what of the rules is different.

:mod:`ends` opens the two rulesets, from folders or git revisions; :mod:`ruleset` says what of the rules changed, with one
module for each kind of declaration; :mod:`comparing` runs both side by side and :mod:`reasons` finds the rules responsible for
the largest moves. :mod:`report` is what comes out, which :mod:`json_report`, :mod:`markdown` and :mod:`page` write.
"""
