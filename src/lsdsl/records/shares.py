"""Shares of a run: profiles are islands, so processes may have some of them each."""

from dataclasses import dataclass
from zlib import crc32


@dataclass(frozen=True, slots=True)
class Share:
    """The profiles of one of ``count`` processes. What has no profile, because it cannot be read, belongs to the first."""

    number: int
    count: int

    def holds(self, profile: str | None) -> bool:
        """Whether a profile belongs to this share; the same on every machine and in every run."""
        if profile is None:
            return self.number == 0
        return crc32(profile.encode("utf-8", "surrogatepass")) % self.count == self.number
