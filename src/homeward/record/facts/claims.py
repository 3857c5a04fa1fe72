"""Totals asserted by someone about the war, as published. They differ in scope, day and method, and are never merged."""

from __future__ import annotations

from homeward.schema.record import Claim

ARTICLE = "RFE/RL, article on families of soldiers from Buryatia and Tyva who press for their return, July 2022"

PUBLISHED_CLAIMS = (
    Claim(
        who="Ukrainian authorities", what="soldiers of Russia killed", low=35_000, high=None, scope="all Russian forces in Ukraine",
        region=None, as_of="2022-07", method="statement of a party to the war; how it counts is not published", cited=ARTICLE,
    ),
    Claim(
        who="Ministry of Defence of Russia", what="own personnel killed", low=1_351, high=1_351, scope="personnel of the ministry",
        region=None, as_of="2022-03", method="statement of a party to the war; not renewed after March 2022", cited=ARTICLE,
    ),
    Claim(
        who="RFE/RL", what="military deaths recorded", low=159, high=159, scope="men from Buryatia", region="RU-BU", as_of="2022-07",
        method="found by journalists in open sources, name by name: no less than", cited=ARTICLE,
    ),
    Claim(
        who="authorities of Tyva", what="military deaths acknowledged", low=100, high=None, scope="men from Tyva", region="RU-TY",
        as_of="2022-07", method="acknowledged officially, \"more than 100\": a bound from below", cited=ARTICLE,
    ),
    Claim(
        who="Kobak, Bessudnov, Ershov, Mikhailova, Raksha", what="excess deaths of men aged 15 to 49", low=56_000, high=61_000,
        scope="Russia, 2022 and 2023", region=None, as_of="2023-12",
        method="men's deaths over what women's predict, HIV left out: 58,500 ± 2,500", cited="Demography 62(2), 2025, 335-347",
    ),
)  # fmt: skip
