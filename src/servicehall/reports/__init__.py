"""Reports (统计报告): what became of many cases, by window, person, matter, unit and month."""

__all__: list[str] = []
