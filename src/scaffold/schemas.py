"""The number that each JSON document carries as `schema`: it changes when a field changes its meaning or goes away."""

# scaffold list and info.
FRAMEWORKS = 1
# scaffold new.
CREATED = 1
# scaffold undo.
UNDONE = 1
# scaffold doctor.
DIAGNOSIS = 1
# scaffold choose.
CHOICE = 1
# scaffold smoke and check, their JSON Lines, and the history of runs.
REPORT = 1
# scaffold drift, and its JSON Lines.
DRIFT = 1
# The issue that a nightly job keeps.
ISSUE = 1
# The answers to a `scaffold new` that was broken off.
ANSWERS = 1
# scaffold compare.
COMPARISON = 1
# What was measured, as JSON Lines.
MEASUREMENTS = 1
