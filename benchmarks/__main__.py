"""All benchmarks, one after the other: ``python benchmarks``."""

import batch
import calendars
import imports

for suite in (calendars, batch, imports):
    suite.main()
