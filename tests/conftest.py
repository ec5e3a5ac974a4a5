"""What holds for every test."""

from tests.disks import wait_for_no_disk
from tests.loopback import allow_loopback_only

allow_loopback_only()
wait_for_no_disk()
