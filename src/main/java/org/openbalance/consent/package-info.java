/// Sessions of the widget and what customers agree to: capture, receipt, audit, revocation. Function `consent`.
package org.openbalance.consent;
