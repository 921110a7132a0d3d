"""Run the supervisor as on macOS, without /proc and without a subreaper: python without_proc.py SUPERVISOR FD"""

import runpy
import sys

# What the supervisor decides by; ps(1) is there on both.
sys.platform = "darwin"
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
