import type { ContactInput, ContactPhase, ContactSnapshot } from './contract';

/** What a contact knows between its messages. No awaits; handlers change it, the main loop reads it. */
export class ContactState {
  phase: ContactPhase;
  attemptId: number | null = null;
  attemptNo: number;
  wakesAt: number | null;
  /** What its timer is for, in words. */
  waitsFor: string;
  /** Somebody changed the line: read it again. */
  woken = false;
  readonly pendingDeliveries: Set<number>;

  private readonly endedAttempts = new Set<number>();
  private readonly grantedLeases: number[] = [];

  constructor(readonly input: ContactInput) {
    this.phase = input.lease === null ? 'waiting' : 'asking';
    this.wakesAt = input.wakesAt ?? null;
    this.waitsFor = input.waitsFor ?? 'Waits';
    this.attemptNo = input.attemptNo ?? 0;
    this.pendingDeliveries = new Set(input.pendingDeliveries);
    if (input.lease !== null) this.grantedLeases.push(input.lease);
  }

  noteEnd(attemptId: number): void {
    this.endedAttempts.add(attemptId);
  }

  hasEnded(attemptId: number): boolean {
    return this.endedAttempts.delete(attemptId);
  }

  noteGrant(lease: number): void {
    if (!this.grantedLeases.includes(lease)) this.grantedLeases.push(lease);
  }

  get hasGrant(): boolean {
    return this.grantedLeases.length > 0;
  }

  takeGrant(): number | undefined {
    return this.grantedLeases.shift();
  }

  snapshot(): ContactSnapshot {
    return {
      lineId: this.input.lineId,
      phase: this.phase,
      attemptNo: this.attemptNo,
      attemptId: this.attemptId,
      wakesAt: this.wakesAt === null ? null : new Date(this.wakesAt).toISOString(),
      pendingDeliveries: this.pendingDeliveries.size,
    };
  }
}
