"""The packs that ship with the library (内置规则包): TOML files, no code."""

__all__: list[str] = []
