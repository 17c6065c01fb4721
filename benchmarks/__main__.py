"""All benchmarks, one after the other: ``python benchmarks``."""

import batch
import calendars
import cases
import imports
import ledgers
import packs
import tables

for suite in (calendars, batch, tables, imports, packs, cases, ledgers):
    suite.main()
