/** The one line she keeps unencrypted on this phone: whom to call when nothing works. */

export const PERSON = "note";

export const personKept = (): string => localStorage.getItem(PERSON) ?? "";
