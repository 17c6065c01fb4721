"""What all tests share: the Hypothesis profile, the requirements, and documents that run."""

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "default",
    max_examples=40,  # nox -s tests stays within its time; "thorough" looks longer
    deadline=None,  # machines differ; nothing here is timed
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("thorough", settings.get_profile("default"), max_examples=2_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

collect_ignore = ["bare"]  # for an environment without extras; see the session of that name
