import { describe, expect, it } from 'vitest';
import { createAccount, type Ticket } from '../../src/models/account.ts';

/** Rounds of as many requests as are allowed, all answered. */
function answerRounds(account: ReturnType<typeof createAccount>, rounds: number): number[] {
  return Array.from({ length: rounds }, () => {
    const tickets: Ticket[] = [];
    while (account.wait(0)?.milliseconds === 0) tickets.push(account.begin(0));
    for (const ticket of tickets) ticket.answered(undefined, 0);
    return tickets.length;
  });
}

describe('an account', () => {
  it('doubles round by round up to its most while all of it is used', () => {
    const account = createAccount({ first: 2, most: 20, now: () => 0 });
    expect(answerRounds(account, 6)).toEqual([2, 4, 8, 16, 20, 20]);
    expect(account.limit).toBe(20);
  });
  it('does not grow while the limit is not used', () => {
    const account = createAccount({ first: 4, most: 20, now: () => 0 });
    for (let i = 0; i < 100; i++) account.begin(0).answered(undefined, 0);
    expect(account.limit).toBe(4);
  });
  it('halves once a round when it is refused, then grows by one a round', () => {
    const account = createAccount({ first: 16, most: 32, now: () => 0 });
    const tickets = Array.from({ length: 16 }, () => account.begin(0));
    for (const ticket of tickets) ticket.refused(undefined);
    expect(account.limit).toBe(8);
    expect(answerRounds(account, 4)).toEqual([8, 8, 9, 10]);
  });
  it('rests for as long as it is asked to, and never goes below one', () => {
    let time = 1000;
    const account = createAccount({ first: 1, most: 8, now: () => time });
    account.begin(0).refused(30);
    expect(account.limit).toBe(1);
    expect(account.wait(0)).toMatchObject({ milliseconds: 30_000 });
    time += 30_000;
    expect(account.wait(0)).toMatchObject({ milliseconds: 0 });
  });
  it('waits for the reset when requests or tokens a minute are used up', () => {
    let time = 0;
    const account = createAccount({ first: 8, most: 8, now: () => time });
    account.begin(10).answered({ requests: { left: 2, resetAt: 5000 } }, 10);
    const two = [account.begin(10), account.begin(10)];
    expect(account.wait(10)).toMatchObject({ milliseconds: 5000, reason: /requests/ });
    for (const one of two) one.ended();
    account.begin(10).answered({ tokens: { left: 100, resetAt: 9000 } }, 10);
    expect(account.wait(100)?.milliseconds).toBe(0);
    account.begin(60);
    expect(account.wait(60)).toMatchObject({ milliseconds: 9000, reason: /tokens/ });
    expect(account.wait(40)?.milliseconds).toBe(0);
    time = 9000;
    expect(account.wait(60)?.milliseconds).toBe(0);
  });
  it('takes the bound of the researcher at once', () => {
    const account = createAccount({ first: 2, most: 4, now: () => 0 });
    account.setMost(9);
    expect(account.limit).toBe(9);
    account.setMost(0);
    expect(account.limit).toBe(1);
    expect(account.wait(0)).not.toBeNull();
    account.begin(0);
    expect(account.wait(0)).toBeNull();
  });
  it('counts an attempt only once however it ends', () => {
    const account = createAccount({ first: 2, most: 2, now: () => 0 });
    const ticket = account.begin(0);
    ticket.answered(undefined, 0);
    ticket.ended();
    ticket.refused(5);
    expect(account.inFlight).toBe(0);
    expect(account.wait(0)?.milliseconds).toBe(0);
  });
});
