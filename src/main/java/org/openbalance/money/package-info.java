/// Amounts, currencies and account numbers. Knows nothing else of the product.
package org.openbalance.money;
