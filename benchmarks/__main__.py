"""All benchmarks, one after the other: ``python benchmarks``."""

import batch
import calendars
import imports
import packs
import tables

for suite in (calendars, batch, tables, imports, packs):
    suite.main()
