"""Totals asserted by someone about the war, as published. They differ in scope, day and method, and are never merged."""

from __future__ import annotations

from homeward.schema.record import Claim


def published_claims(language: str = "en") -> tuple[Claim, ...]:
    """The shipped claims, worded in Russian (`ru`) or English; figures, days and regions are the same."""
    return tuple(
        Claim(who=who, what=what, low=low, high=high, scope=scope, region=region, as_of=day, method=method, cited=cited)
        for (low, high, region, day), (who, what, scope, method, cited) in zip(_FIGURES, _RU if language == "ru" else _EN, strict=True)
    )


# (low, high or None for "more than", region, as of)
_FIGURES = (
    (35_000, None, None, "2022-07"),
    (1_351, 1_351, None, "2022-03"),
    (159, 159, "RU-BU", "2022-07"),
    (100, None, "RU-TY", "2022-07"),
    (56_000, 61_000, None, "2023-12"),
)
_ARTICLE_EN = "RFE/RL, article on mothers, sisters and partners of soldiers from Buryatia and Tyva who press for their return, July 2022"
_ARTICLE_RU = "Радио Свободная Европа/Радио Свобода, статья о матерях, сёстрах и подругах солдат из Бурятии и Тувы, июль 2022"
_PAPER = "Kobak, Bessudnov, Ershov, Mikhailova, Raksha, Demography 62(2), 2025, 335-347"
# (who, what, scope, method, cited)
_EN = (
    ("Ukrainian authorities", "soldiers of Russia killed", "all Russian forces in Ukraine",
     "statement of a party to the war; how it counts is not published", _ARTICLE_EN),
    ("Ministry of Defence of Russia", "own personnel killed", "personnel of the ministry",
     "statement of a party to the war; not renewed after March 2022", _ARTICLE_EN),
    ("RFE/RL", "military deaths recorded", "men from Buryatia", "recorded by journalists: no fewer than these", _ARTICLE_EN),
    ("authorities", "military deaths acknowledged", "men from Tyva", "acknowledged officially, “more than 100”: a bound", _ARTICLE_EN),
    ("Kobak and others", "excess deaths of men aged 15 to 49", "Russia, 2022 and 2023",
     "men's deaths over what women's predict, HIV left out: 58,500 ± 2,500", _PAPER),
)  # fmt: skip
_RU = (
    ("власти Украины", "убито российских солдат", "все российские силы в Украине",
     "заявление стороны войны; как считает, не публикует", _ARTICLE_RU),
    ("Министерство обороны России", "погибло собственных военных", "личный состав министерства",
     "заявление стороны войны; после марта 2022 не обновлялось", _ARTICLE_RU),
    ("Радио Свобода", "погибших военных записано", "уроженцы Бурятии", "записаны журналистами: не меньше, чем столько", _ARTICLE_RU),
    ("власти", "гибель военных признана", "уроженцы Тувы", "признано официально, «больше 100»: граница снизу", _ARTICLE_RU),
    ("Кобак и другие", "избыточная смертность мужчин от 15 до 49 лет", "Россия, 2022 и 2023",
     "смертность мужчин сверх ожидаемой по смертности женщин, без ВИЧ: 58 500 ± 2 500", _PAPER),
)  # fmt: skip
