"""Exchange with other systems (数据交换): sheets, calendar feeds, policies, case records."""

__all__: list[str] = []
