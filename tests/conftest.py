"""What holds for every test."""

from tests.loopback import allow_loopback_only

allow_loopback_only()
