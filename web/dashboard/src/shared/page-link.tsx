import { Anchor, Button, type AnchorProps, type ButtonProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { ComponentPropsWithRef } from 'react';

type AnchorLook = AnchorProps & Omit<ComponentPropsWithRef<'a'>, keyof AnchorProps>;
type ButtonLook = ButtonProps & Omit<ComponentPropsWithRef<'a'>, keyof ButtonProps>;

/** A link to a page of ours; its address, parameters and search are typed by the routes. */
export const PageLink = createLink((props: AnchorLook) => <Anchor {...props} />);

/** The same, looking like a button. */
export const PageButton = createLink((props: ButtonLook) => <Button component="a" {...props} />);
