import { faultsOf, schemaOf } from './vendor-schema';

/** A type that a vendor publishes in its package. */
export interface VendorType {
  readonly packageName: string;
  /** The declaration file inside the package. */
  readonly file: string;
  readonly typeName: string;
}

/** What went over the wire, to be held against the vendor's types when a test has ended. */
export class SchemaLedger {
  private readonly entries: Array<{ readonly what: string; readonly type: VendorType; readonly value: unknown }> = [];

  /** @param value as it is now: later changes of it do not count. */
  note(what: string, type: VendorType, value: unknown): void {
    this.entries.push({ what, type, value: structuredClone(value) });
  }

  /** What is wrong, each with what it is about; none when all is well. */
  async faults(): Promise<string[]> {
    const faults: string[] = [];
    for (const { what, type, value } of this.entries) {
      const schema = await schemaOf(type.packageName, type.file, type.typeName);
      faults.push(...faultsOf(schema, value).map((fault) => `${what}: ${fault}`));
    }
    return faults;
  }
}
