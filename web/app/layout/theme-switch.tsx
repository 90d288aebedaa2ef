import { theme, type Theme } from '../state/store.js';
import { Icon, type IconName } from './icon.js';

const choices: readonly { value: Theme; label: string; icon: IconName }[] = [
  { value: 'system', label: 'Colours of the system', icon: 'system' },
  { value: 'light', label: 'Light', icon: 'sun' },
  { value: 'dark', label: 'Dark', icon: 'moon' },
];

/** Light, dark, or as the system has it. */
export function ThemeSwitch() {
  return (
    <div class="segments" role="group" aria-label="Colours">
      {choices.map(({ value, label, icon }) => (
        <button
          type="button"
          key={value}
          title={label}
          aria-label={label}
          aria-pressed={theme.value === value}
          onClick={() => (theme.value = value)}
        >
          <Icon name={icon} />
        </button>
      ))}
    </div>
  );
}
