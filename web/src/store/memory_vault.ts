/** A vault without a passphrase that lies in memory only: for tests and for members that live as long as a process. */

import type { Crypto } from "../core/crypto.ts";
import { memoryBackend } from "./memory_backend.ts";
import { LogVault } from "./vault.ts";

export const memoryVault = (c: Crypto, subtle: SubtleCrypto): Promise<LogVault> => LogVault.open(memoryBackend(), c, subtle, c.random(32));
