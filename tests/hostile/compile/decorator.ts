// outcome: timeout
const d: any = () => { for (;;); }
@d class A {}
export const main = () => 1
