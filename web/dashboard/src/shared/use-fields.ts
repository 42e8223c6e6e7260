import { useState, type ChangeEvent } from 'react';

type TextName<Fields> = {
  [Name in keyof Fields]: [string, Fields[Name]] extends [Fields[Name], string] ? Name : never;
}[keyof Fields];

/**
 * The fields of a form, what changes some of them, and what an input of text needs to show and change one.
 *
 * @example const { form, change, text } = useFields({ name: '', limit: 5 }); // <TextInput label="Name" {...text('name')} />
 */
export function useFields<Fields extends object>(initial: Fields | (() => Fields)) {
  const [form, setForm] = useState(initial);
  const change = (part: Partial<Fields>) => setForm((before) => ({ ...before, ...part }));
  const text = (name: TextName<Fields>) => ({
    value: form[name] as string,
    onChange: ({ currentTarget }: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) =>
      change({ [name]: currentTarget.value } as Partial<Fields>),
  });
  return { form, change, text };
}
