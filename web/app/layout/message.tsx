import type { ComponentChildren } from 'preact';

interface MessageProps {
  title: string;
  children?: ComponentChildren;
  tone?: 'plain' | 'error';
  busy?: boolean;
  /** Text of a button. */
  action?: string;
  onAction?: () => void;
}

/** What a pane says while it has nothing else to show. */
export function Message({ title, children, tone = 'plain', busy, action, onAction }: MessageProps) {
  return (
    <div class={`message message-${tone}`} role={tone === 'error' ? 'alert' : 'status'}>
      {busy && <span class="spinner" aria-hidden="true" />}
      <p class="message-title">{title}</p>
      {children && <p class="message-text">{children}</p>}
      {action && (
        <button type="button" class="button" onClick={onAction}>
          {action}
        </button>
      )}
    </div>
  );
}
