/** What a company's page asks for. Unknown options are ignored. */
export interface Options {
  /** The public key. */
  key?: string;
  app_id?: string;
  /** The client token. */
  token?: string;
  /** The id of a short link, in place of all other options. */
  ref?: string;
  env?: "production" | "production-sandbox";
  products?: Array<"auth" | "balance" | "identity" | "income" | "transactions">;
  /** Products that you cannot do without, and why, in the words that the customer reads. */
  needed?: { identity?: string; income?: string; transactions?: string };
  /** The company's name in the consent. */
  name?: string;
  clientName?: string;
  /** A picture as a data: address, or its https address, which the script then fetches from this page; under 24 KB. */
  logo?: string;
  /** Such as #3AB795; darkened where text would not stand out on it. */
  color?: string;
  /** Months of statement, 24 at most. */
  limit?: number;
  filter?: { industry_type?: string; banks?: string[]; countries?: string[] };
  isCorporate?: boolean;
  account_type?: string;
  selection_type?: "multiple" | "some" | "none";
  multi_account?: boolean;
  connectMessage?: string;
  widget_success?: string;
  widget_failed?: string;
  success_title?: string;
  success_message?: string;
  callback_url?: string;
  redirect_url?: string;
  state?: string;
  currency?: string;
  /** When the consent ends, if earlier than usual. */
  exp?: string;
  noPeriodic?: boolean;
  showBalance?: boolean;
  customer?: { id?: string; bvn?: string; phone?: string; email?: string; nin?: string };
  reauth_account?: string;
  reauth_bank?: string;
  options?: unknown;
  meta?: unknown;
  onSuccess?: (linked: Linked) => void;
  onClose?: () => void;
  onError?: (error: Failure) => void;
  /** What of it and when, in guides/integrate: opened, consented, bank_selected, step, failed, linked, declined, expired. */
  onEvent?: (name: string, data: unknown) => void;
  beforeClose?: (data: unknown) => void;
  /** The old name of `beforeClose`. */
  BeforeClose?: (data: unknown) => void;
}

export interface Linked {
  success: true;
  record: string;
  record_id: string;
  customer: { _id: string; name: string };
  recordId: string;
  customer_id: string;
  customerId: string;
  customerName: string;
  accounts: Array<{ _id: string; name: string; nuban: string; number?: { scheme: string; value: string } | null; type: string; currency: string; balance: string }>;
  bank_id: string;
  bankId: string;
  bank_name: string;
  bankName: string;
  env: "production" | "production-sandbox";
  options: unknown;
  meta: unknown;
  state: string | null;
}

export interface Failure {
  code: string;
  message?: string;
  bank?: { _id?: string; name?: string };
}

export interface OpenBalance {
  /** Opens the widget over the page. */
  open(options: Options): { close(): void };
  /** Opens the widget; resolves with what was linked, or null where the customer closed it. */
  link(options: Options): Promise<Linked | null>;
  /** The address of the widget with a window of its own. */
  page(options: Options): string;
  close(): void;
}

export const OpenBalance: OpenBalance;
export default OpenBalance;

declare global {
  var OpenBalance: OpenBalance;
  var Okra: {
    buildWithOptions(options: Options): { close(): void };
    buildWithShortUrl(options: Options & { short_url: string }): { close(): void };
  };
}
