"""The licence of what a release holds, in both languages."""

LICENCE_TEXT = """\
Данные этого выпуска можно копировать, менять и публиковать при указании источника и версии: Creative Commons Attribution 4.0
(CC BY 4.0), https://creativecommons.org/licenses/by/4.0/deed.ru. Числа из data/claims.csv принадлежат тем, кто их назвал.

The data of this release may be copied, changed and published, if source and version are named: Creative Commons Attribution 4.0
(CC BY 4.0), https://creativecommons.org/licenses/by/4.0/. The figures in data/claims.csv belong to those who asserted them.
""".encode()
