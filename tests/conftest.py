"""What all tests share: the Hypothesis profiles.

``ci`` (the default) tries the same examples in every run, so a failure is the change's own; ``LSDSL_HYPOTHESIS=thorough`` tries
many more, different ones each time. Neither has a deadline: a slow machine is no finding.
"""

import os

from hypothesis import HealthCheck, settings

SLOW_IS_FINE = (HealthCheck.too_slow,)

settings.register_profile("ci", derandomize=True, deadline=None, max_examples=60, suppress_health_check=SLOW_IS_FINE)
settings.register_profile("thorough", deadline=None, max_examples=2000, print_blob=True, suppress_health_check=SLOW_IS_FINE)
settings.load_profile(os.environ.get("LSDSL_HYPOTHESIS", "ci"))
