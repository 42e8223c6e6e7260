import {
  IconBan,
  IconBuildingBroadcastTower,
  IconHistory,
  IconKey,
  IconPhone,
  IconPhoneOutgoing,
  IconRobot,
  IconSend,
  IconWebhook,
} from '@tabler/icons-react';

/** Where the navigation leads. */
export const PAGES = [
  { to: '/campaigns', label: 'Campaigns', icon: IconPhoneOutgoing },
  { to: '/webhooks', label: 'Webhooks', icon: IconWebhook },
  { to: '/deliveries', label: 'Deliveries', icon: IconSend },
  { to: '/numbers', label: 'Phone numbers', icon: IconPhone },
  { to: '/agents', label: 'Agents', icon: IconRobot },
  { to: '/accounts', label: 'Provider accounts', icon: IconBuildingBroadcastTower },
  { to: '/suppressions', label: 'Do not call', icon: IconBan },
  { to: '/keys', label: 'Keys', icon: IconKey },
  { to: '/audit', label: 'Audit log', icon: IconHistory },
] as const;
