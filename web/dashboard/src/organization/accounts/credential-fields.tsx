import { PasswordInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { AccountKind, CredentialField } from './account-kinds';

/** By the names that the provider's adapter knows. */
export type Credentials = Readonly<Record<string, string | Readonly<Record<string, string>>>>;

interface CredentialFieldsProps {
  readonly kind: AccountKind;
  readonly value: Credentials;
  readonly onChange: (credentials: Credentials) => void;
}

/** What an account calls with; nothing of it is ever shown again. */
export function CredentialFields({ kind, value, onChange }: CredentialFieldsProps) {
  if (kind.credentials === null) return <HeaderCredentials onChange={onChange} />;
  const set = (name: string, text: string) => {
    const { [name]: _before, ...others } = value;
    onChange(text.trim() === '' ? others : { ...others, [name]: text.trim() });
  };
  return kind.credentials.map((field) => (
    <CredentialInput
      key={`${kind.value} ${field.name}`}
      field={field}
      value={textOf(value[field.name])}
      onChange={(text) => set(field.name, text)}
    />
  ));
}

function textOf(value: Credentials[string] | undefined): string {
  return typeof value === 'string' ? value : '';
}

function CredentialInput(props: { field: CredentialField; value: string; onChange: (text: string) => void }) {
  const { field, value, onChange } = props;
  const shared = {
    label: field.label,
    description: field.text,
    placeholder: field.placeholder,
    withAsterisk: field.optional !== true,
    autoComplete: 'off',
    value,
    onChange: ({ currentTarget }: React.ChangeEvent<HTMLInputElement>) => onChange(currentTarget.value),
  };
  return field.isOpen ? <TextInput {...shared} /> : <PasswordInput {...shared} />;
}

const HEADER_FIELDS = [
  { name: 'name', label: 'Header', text: 'Sent with every request.', optional: true, isOpen: true },
  { name: 'value', label: 'Its value', placeholder: 'Bearer …', optional: true },
  {
    name: 'secret',
    label: 'Signing secret',
    text: 'With which the dialler signs the events that it posts.',
    optional: true,
  },
] as const satisfies readonly CredentialField[];

/** A dialler of one's own: the header that it knows us by, and the secret that it signs its events with. */
function HeaderCredentials({ onChange }: { onChange: (credentials: Credentials) => void }) {
  const [form, setForm] = useState({ name: 'Authorization', value: '', secret: '' });
  const change = (part: Partial<typeof form>) => {
    const next = { ...form, ...part };
    setForm(next);
    onChange({
      ...(next.value.trim() !== '' && { headers: { [next.name.trim()]: next.value.trim() } }),
      ...(next.secret.trim() !== '' && { signing_secret: next.secret.trim() }),
    });
  };
  return HEADER_FIELDS.map((field) => (
    <CredentialInput
      key={field.name}
      field={field}
      value={form[field.name]}
      onChange={(text) => change({ [field.name]: text })}
    />
  ));
}
