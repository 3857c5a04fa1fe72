/** The shapes of a compiled pack and of its answers (GUIDE 5.8, 10). Fields at their default are left out of a bundle. */

export type Text = Readonly<Record<string, string>>;
export type Tree = unknown;
export type Value = string | number | boolean | null;

export interface Pack {
  readonly id: string;
  readonly version: number;
  readonly title: Text;
  readonly languages: readonly string[];
  readonly begins: string;
  readonly known_to: string;
  readonly searched_on: string;
  readonly expires: string;
  readonly statuses: Readonly<Record<string, Text>>;
  readonly review: Review;
}

export interface Review {
  readonly state: "draft" | "reviewed" | "contested";
  readonly recheck_by: string;
  readonly by?: string;
  readonly on?: string;
}

export interface Source {
  readonly title: string;
  readonly url: string;
  readonly kind: string;
  readonly date?: string;
  readonly seen?: string;
  readonly risk?: "foreign_agent" | "undesirable" | "unknown";
  readonly risk_on?: string;
}

export interface Period {
  readonly from: string;
  readonly until: string;
}

export interface Penalty {
  readonly min_years: number;
  readonly max_years: number;
  readonly other?: Text;
}

export interface NormVersion extends Period {
  readonly id: string;
  readonly cite: Text;
  readonly text: Text;
  readonly sources: readonly string[];
  readonly penalty?: Penalty;
  readonly absent?: boolean;
}

export interface Claim {
  readonly says: Text;
  readonly sources: readonly string[];
  readonly certainty: "high" | "medium" | "low";
  readonly norm?: string;
  readonly cite?: Text;
  readonly check?: Text;
  readonly review?: Review;
}

export interface Version extends Period {
  readonly id: string;
  readonly status: readonly string[];
  readonly verdict: string;
  readonly claims: readonly string[];
  readonly when?: string;
  readonly aside?: boolean;
  readonly law?: string;
  readonly now?: readonly Text[];
}

export interface Gap extends Period {
  readonly status: readonly string[];
  readonly why: Text;
}

export interface Threat {
  readonly title: Text;
  readonly phrases: Readonly<Record<string, readonly string[]>>;
  readonly axis: "act" | "today";
  readonly versions: readonly Version[];
  readonly gaps?: readonly Gap[];
  readonly begins?: string;
  readonly now?: readonly Text[];
  readonly lawyer?: Text;
  readonly articles?: readonly string[];
  readonly papers?: readonly string[];
}

export interface Question {
  readonly kind: "yes_no" | "choice" | "number" | "date" | "line" | "text";
  readonly ask: Text;
  readonly help?: Text;
  readonly choices?: Readonly<Record<string, Text>>;
  readonly least?: number;
  readonly most?: number;
  readonly blank?: Text;
  readonly implies?: readonly { readonly when: string; readonly question: string; readonly value: Value }[];
}

export interface Step {
  readonly ask?: string;
  readonly gate?: { readonly level: "danger" | "note"; readonly says: Text; readonly claims: readonly string[] };
  readonly end?: {
    readonly says: Text;
    readonly claims?: readonly string[];
    readonly papers?: readonly string[];
    readonly articles?: readonly string[];
    readonly lawyer_first?: boolean;
  };
  readonly when?: string;
  readonly id?: string;
}

export interface Interview {
  readonly title: Text;
  readonly intro: Text;
  readonly steps: readonly Step[];
}

export interface Item {
  readonly text: Text;
  readonly when?: string;
}

export interface Block {
  readonly heading?: Text;
  readonly para?: Text;
  readonly label?: Text;
  readonly list?: readonly Item[];
  readonly sign?: Text;
  readonly when?: string;
}

export interface Document {
  readonly title: Text;
  readonly about: Text;
  readonly blocks: readonly Block[];
  readonly proof: readonly Text[];
  readonly refused?: readonly Text[];
  readonly danger?: readonly { readonly says: Text; readonly claims: readonly string[]; readonly when?: string }[];
  readonly claims?: readonly string[];
  readonly interview?: string;
}

export interface Address {
  readonly name: Text;
  readonly helps: Text;
  readonly reach: readonly string[];
  readonly sources: readonly string[];
  readonly checked: string;
  readonly kind: "authority" | "rights_group" | "lawyer" | "court" | "hotline";
  readonly risk?: "foreign_agent" | "undesirable" | "unknown";
  readonly risk_on?: string;
  readonly risk_note?: Text;
}

export interface SearchIndex {
  readonly stems: Readonly<Record<string, string>>;
  /** Each a threat and its features, with spaces between. */
  readonly phrases: readonly string[];
  /** The weight of a feature that so many threats have, from one on. */
  readonly idf: readonly number[];
  readonly stops: string;
}

export interface Bundle {
  readonly format: 1;
  readonly pack: Pack;
  readonly sources: Readonly<Record<string, Source>>;
  readonly norms: Readonly<Record<string, { readonly title: Text; readonly versions: readonly NormVersion[] }>>;
  readonly claims: Readonly<Record<string, Claim>>;
  readonly questions: Readonly<Record<string, Question>>;
  readonly threats: Readonly<Record<string, Threat>>;
  readonly interviews: Readonly<Record<string, Interview>>;
  readonly documents: Readonly<Record<string, Document>>;
  readonly addresses: Readonly<Record<string, Address>>;
  readonly articles: Readonly<
    Record<string, readonly { readonly kind: string; readonly text: Text; readonly claims?: readonly string[] }[]>
  >;
  readonly words: Readonly<Record<string, string>>;
  readonly conditions: Readonly<Record<string, Tree>>;
  readonly search: SearchIndex;
}

/** What somebody knows. Absent, "" and null are "I do not know". */
export interface Facts {
  readonly status?: string;
  readonly act_from?: string;
  readonly act_until?: string;
  readonly today?: string;
  readonly said?: string;
  readonly answers?: Readonly<Record<string, Value>>;
}

export interface Bracket {
  readonly min_years: number;
  readonly max_years: number;
}

/** One thing that is not settled; `why` as in GUIDE 5.8. */
export interface Open {
  readonly why: string;
  readonly version?: string;
  readonly gap?: number;
  readonly since?: string;
  readonly verdict?: string;
  readonly claims?: readonly string[];
  readonly asks?: readonly string[];
}

export interface Answer {
  readonly verdict: string;
  readonly threat: string;
  readonly versions: readonly string[];
  readonly penalty: Bracket | null;
  readonly claims: readonly string[];
  readonly as_of: { readonly act: string; readonly today: string; readonly said: string };
  readonly known_to: string;
  readonly unsettled: readonly Open[];
  readonly questions: readonly string[];
}
