import { ActionIcon, Menu, useMantineColorScheme } from '@mantine/core';
import { IconUser } from '@tabler/icons-react';
import { signOut } from '../api/session';
import { useSession } from '../api/session-store';
import { showProblem } from '../shared/notices';

const SCHEMES = { light: 'Light', dark: 'Dark', auto: 'As the system' } as const;

/** Who is signed in, how the pages look, and the way out. */
export function AccountMenu() {
  const session = useSession();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  if (!session) return null;
  const { name, prefix, last_four } = session.key;
  return (
    <Menu position="bottom-end" width={240} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ActionIcon variant="default" size="lg" aria-label="Account and appearance">
          <IconUser size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label className="theirs">
          Key {name} ({prefix}…{last_four})
        </Menu.Label>
        <Menu.Divider />
        <Menu.Label>Appearance</Menu.Label>
        <Menu.RadioGroup value={colorScheme} onChange={(scheme) => setColorScheme(scheme as keyof typeof SCHEMES)}>
          {Object.entries(SCHEMES).map(([scheme, label]) => (
            <Menu.RadioItem key={scheme} value={scheme}>
              {label}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item onClick={() => void signOut().catch(showProblem)}>Sign out</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
