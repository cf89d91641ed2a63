// Amounts of money in cents, which add up exactly.

export type Cents = number;

export function format(amount: Cents, currency: string): string {
    const sign = amount < 0 ? '-' : '';
    const cents = String(Math.abs(amount)).padStart(3, '0');
    return `${sign}${cents.slice(0, -2)}.${cents.slice(-2)} ${currency}`;
}
