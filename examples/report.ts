// Adds up orders by day. TypeScript runs as it is; an editor and tsc check it with dff.d.ts.
//
//   dff run examples/report.ts                               a report of three orders
//   dff run --redis URL examples/report.ts:add '{"id":"a1","day":"2024-05-31","cents":1250}'
//   dff run --redis URL examples/report.ts:report 2024-05-31

import {format, type Cents} from './_lib/money';

interface Order {
    id: string;
    day: string;
    cents: Cents;
}

interface Report {
    day: string;
    orders: number;
    total: string;
}

export function add(order: Order): boolean {
    // An order that is added again overwrites itself: the total stays right.
    return DFF.CACHE.hset(`orders:${order.day}`, order.id, JSON.stringify(order)) === 1;
}

export function report(day: string): Report {
    const orders: Order[] = Object.values(DFF.CACHE.hgetall(`orders:${day}`)).map((text) => JSON.parse(text));
    const cents = orders.reduce((sum, order) => sum + order.cents, 0);
    return {day, orders: orders.length, total: format(cents, 'EUR')};
}

export default function main(day = '2024-05-31'): Report {
    add({id: 'a1', day, cents: 1250});
    add({id: 'a2', day, cents: 399});
    add({id: 'a1', day, cents: 1200});
    return report(day);
}
