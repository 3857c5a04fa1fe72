/** For browsers without Ed25519: only what is needed of the noble libraries, in a file of its own that others never load. */

export { ed25519 } from "@noble/curves/ed25519.js";
export { sha512 } from "@noble/hashes/sha2.js";
