"""The cast: invented women for every test. No row here is a real person. `mark` is a text that must never appear on a server."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """An invented member: folder name, pseudonym, passphrase of her device, and a text only she would write."""

    key: str
    name: str
    passphrase: str
    mark: str


AYANA = Person("ayana", "Аяна", "у реки тихо", "МЕТКА-АЯНА сын звонил в среду")
SAYANA = Person("sayana", "Саяна", "лодка на берегу", "МЕТКА-САЯНА третья неделя без звонка")
CHODURAA = Person("choduraa", "Чодураа", "белый чай", "МЕТКА-ЧОДУРАА везём тёплые вещи")
DARIMA = Person("darima", "Дарима", "синее небо", "МЕТКА-ДАРИМА юрист ответил")
TUYANA = Person("tuyana", "Туяна", "степной ветер", "МЕТКА-ТУЯНА отказ приняли")
ZARINA = Person("zarina", "Зарина", "горный мёд", "МЕТКА-ЗАРИНА ждём автобус")
OLGA = Person("olga", "Ольга", "старая яблоня", "МЕТКА-ОЛЬГА пирог к субботе")
SOELMA = Person("soelma", "Соелма", "утренний снег", "МЕТКА-СОЕЛМА нашли брата")
CAST = (AYANA, SAYANA, CHODURAA, DARIMA, TUYANA, ZARINA, OLGA, SOELMA)
