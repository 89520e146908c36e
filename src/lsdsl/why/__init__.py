"""Why a profile has the scores that it has: the proof of every point, what is missing, and what changes next."""
