/**
 * One spelling for what is heard, typed or dictated (GUIDE 7.1, 7.2): Russian, Latin letters, misspelt or inflected.
 *
 * The same as `homeward.guide.spelling` and `numbers` in Python, held together by `spec/vectors/guide/search.json`.
 */

const TOKEN = /[a-zа-яіїєґ]+|[0-9]+/g;
const LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґ";
const SOUNDS = "a b v g d e q z i i k l m n o p r s t u f h c x w w - i - e u a i i e g".split(" ");
const CYRILLIC = new Map([...LETTERS].map((letter, at) => [letter, SOUNDS[at] === "-" ? "" : (SOUNDS[at] ?? "")]));
// Latin spellings of Russian sounds, replaced in this order; letters that stand for other sounds above are moved away first.
const LATIN = "w>v x>h q>k shch>w sch>w sh>w ch>x zh>q kh>h ts>c tz>c ya>a ja>a yu>u ju>u yo>e jo>e ye>e je>e iy>i ij>i yi>i y>i j>i"
  .split(" ")
  .map((pair) => pair.split(">") as [string, string]);
const ENDINGS_RU =
  "а я о е и ы у ю ь й ам ям ах ях ами ями ов ев ей ой ий ый ая яя ое ее ие ые ого его ому ему ым им ом ем ою ею их ых ую юю " +
  "ия ию иям иях ти ет ит ут ют ат ят ешь ишь ете ите ла ло ли ал ала али ил ила или ел ели ять ить еть ать уть ай айте йте " +
  "нный нная нные ного ну нут нешь";
const ENDINGS_EN = "s es ed ing ly d";
const SHORTEST = 3;

/** Words and numbers of a text, lower-case, without stress marks and apostrophes; everything else parts them. */
export function tokens(text: string): string[] {
  const plain = text
    .normalize("NFC")
    .toLowerCase()
    .replaceAll("ё", "е")
    .replace(/[\u0301'’`ʼ]/g, "");
  return plain.match(TOKEN) ?? [];
}

/** A word by its sound, in Latin letters. */
export function skeleton(word: string): string {
  let bare = word;
  if (isLatin(word)) for (const [spelling, code] of LATIN) bare = bare.replaceAll(spelling, code);
  else bare = [...word].map((letter) => CYRILLIC.get(letter) ?? letter).join("");
  return bare
    .replaceAll("o", "a")
    .replaceAll("e", "i")
    .replace(/(.)\1+/g, "$1");
}

const RU = endings(ENDINGS_RU);
const EN = endings(`${ENDINGS_RU} ${ENDINGS_EN}`);

/** The skeleton of a word without its ending; at least three letters remain. */
export function stem(word: string): string {
  let bare = skeleton(word);
  const latin = isLatin(word);
  const tail = latin
    ? bare.endsWith("sa") && bare.length > SHORTEST + 2
      ? "sa"
      : ""
    : ["sa", "s"].find((t) => bare.endsWith(t) && bare.length - t.length > SHORTEST);
  if (tail) bare = bare.slice(0, -tail.length);
  const ending = (latin ? EN : RU).find((e) => bare.endsWith(e) && bare.length - e.length >= SHORTEST);
  return ending ? bare.slice(0, -ending.length) : bare;
}

function endings(list: string): string[] {
  const made = new Set(list.split(" ").map(skeleton).filter(Boolean));
  return [...made].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
}

function isLatin(word: string): boolean {
  return /^[a-z0-9]*$/.test(word);
}

const SAID = `
1 один одного одному одна одну one
2 два двух двум две двое пару пара two
3 три трех трем трое несколько three tri
4 четыре четырех четырем четверо four chetyre
5 пять пяти пятью пятеро пятерик пятеру five pyat
6 шесть шести шестью six shest
7 семь семи семью seven sem
8 восемь восьми восемью восьмерик восьмеру eight vosem
9 девять девяти девятью nine devyat
10 десять десяти десятью десятку десятка десяточку червонец ten desyat
11 одиннадцать одиннадцати eleven odinnadcat
12 двенадцать двенадцати twelve dvenadcat
13 тринадцать тринадцати thirteen
14 четырнадцать четырнадцати fourteen
15 пятнадцать пятнадцати пятнашку пятнашка пятнаху fifteen pyatnadcat pyatnadtsat
16 шестнадцать шестнадцати sixteen
17 семнадцать семнадцати seventeen
18 восемнадцать восемнадцати eighteen
19 девятнадцать девятнадцати nineteen
20 двадцать двадцати двадцатку двадцатка двадцаточку twenty dvadcat dvadtsat
25 четвертак
30 тридцать тридцати thirty tridcat tridtsat`;
const NUMBERS = new Map(
  SAID.trim()
    .split("\n")
    .flatMap((line) => {
      const [number, ...words] = line.split(" ");
      return words.map((word): [string, number] => [word, Number(number)]);
    }),
);
// Days in a unit of time, by the beginning of its word; how long an absence was tells threats apart more than any other word.
const UNITS: readonly (readonly [string, number])[] = (
  "час 0 hour 0 ночь 1 ночи 1 night 1 день 1 дня 1 дней 1 дне 1 сутк 1 суток 1 day 1 dney 1 sutok 1 " +
  "недел 7 week 7 nedel 7 месяц 30 месец 30 month 30 mesyac 30 полгода 180 полмесяц 15"
)
  .match(/\S+ \d+/g)!
  .map((pair) => pair.split(" "))
  .map(([start = "", days]) => [start, Number(days)]);
const YEARS = new Set("лет год года году годов годик годиков годы летов years year yrs let god goda godov".split(" "));
const SLANG = new Set(
  "пятерик пятеру восьмерик восьмеру десятку десяточку червонец пятнашку пятнаху двадцатку двадцаточку четвертак".split(" "),
);

/** The number a token says, below 1000; undefined for any other word. */
export function numberOf(token: string): number | undefined {
  return /^[0-9]{1,3}$/.test(token) ? Number(token) : NUMBERS.get(token);
}

/** The years a sentence threatens: a number beside a word for years, or slang that means years; the largest, if there are several. */
export function yearsIn(words: readonly string[]): number | null {
  let most: number | null = null;
  words.forEach((word, at) => {
    let number = numberOf(word);
    if (number === undefined) return;
    let following = words[at + 1] ?? "";
    const before = words[at - 1] ?? "";
    const unit = numberOf(following);
    const tens = numberOf(before);
    if ((number === 20 || number === 30) && unit !== undefined && unit < 10) [number, following] = [number + unit, words[at + 2] ?? ""];
    else if (number < 10 && (tens === 20 || tens === 30)) return;
    if (YEARS.has(following) || YEARS.has(before) || SLANG.has(word)) most = Math.max(most ?? number, number);
  });
  return most;
}

/** Of a token that is a unit of time: how long, with the number before it, as "~2", "~10", "~31", "~more" (days, at most); else "". */
export function lasted(words: readonly string[], at: number): string {
  const word = words[at] ?? "";
  let unit = UNITS.find(([start]) => word.startsWith(start))?.[1];
  if (unit === undefined) return "";
  const before = words[at - 1] ?? "";
  const number = numberOf(before);
  if (before === "полтора" || before === "полторы") unit += Math.floor(unit / 2);
  const days = number ? unit * number : unit;
  return days <= 2 ? "~2" : days <= 10 ? "~10" : days <= 31 ? "~31" : "~more";
}
