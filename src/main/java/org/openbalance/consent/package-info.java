/// Sessions of the widget and what customers agree to: capture, receipt, audit, revocation.
///
/// Knows of an account only that a consent covers it ([Coverage]); what an account is, is `link`'s affair.
package org.openbalance.consent;
