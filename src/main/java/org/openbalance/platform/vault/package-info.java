/// Seals what may not be read in the table: AES-256-GCM under data keys that KMS, or a key file on a laptop, wraps.
package org.openbalance.platform.vault;
