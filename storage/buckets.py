"""Where a bucket is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bucket:
    """Where the bucket is; without ``endpoint`` it is Amazon's. ``prefix`` stands before every key."""

    name: str
    endpoint: str | None = None
    region: str = "us-east-1"
    prefix: str = ""
