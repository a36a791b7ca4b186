// SPDX-License-Identifier: Apache-2.0

/** What the prompt says. `{version}` stands for the server's current version, `{time}` for the time that is left. */
export interface Texts {
  /** The name of the prompt, for screen readers. */
  readonly label: string
  /** There is another build. It may be an earlier one, after a rollback. */
  readonly outdated: string
  /** The page reloads at a known time. */
  readonly pending: string
  /** The page reloads, and nobody knows when. */
  readonly soon: string
  /** The page is being reloaded. */
  readonly reloading: string
  /** The button that reloads the page now. */
  readonly reload: string
  /** The button that hides the prompt until the next version. */
  readonly later: string
  /** The button that hides the prompt, but does not stop the reload. */
  readonly hide: string
}

const TEXTS: Readonly<Record<string, Texts>> = {
  en: {
    label: 'Update',
    outdated: 'This site has been updated. Reload the page to use the current version.',
    pending: 'This page reloads {time}.',
    soon: 'This page will reload soon.',
    reloading: 'Reloading…',
    reload: 'Reload',
    later: 'Later',
    hide: 'Hide',
  },
  de: {
    label: 'Aktualisierung',
    outdated: 'Diese Website wurde aktualisiert. Laden Sie die Seite neu, um die aktuelle Version zu nutzen.',
    pending: 'Diese Seite wird {time} neu geladen.',
    soon: 'Diese Seite wird bald neu geladen.',
    reloading: 'Wird neu geladen …',
    reload: 'Neu laden',
    later: 'Später',
    hide: 'Ausblenden',
  },
  fr: {
    label: 'Mise à jour',
    outdated: 'Ce site a été mis à jour. Rechargez la page pour utiliser la version actuelle.',
    pending: 'Cette page sera rechargée {time}.',
    soon: 'Cette page sera bientôt rechargée.',
    reloading: 'Rechargement…',
    reload: 'Recharger',
    later: 'Plus tard',
    hide: 'Masquer',
  },
  es: {
    label: 'Actualización',
    outdated: 'Este sitio se ha actualizado. Recargue la página para usar la versión actual.',
    pending: 'Esta página se recargará {time}.',
    soon: 'Esta página se recargará pronto.',
    reloading: 'Recargando…',
    reload: 'Recargar',
    later: 'Más tarde',
    hide: 'Ocultar',
  },
  ja: {
    label: '更新',
    outdated: 'このサイトは更新されました。ページを再読み込みすると、現在のバージョンをご利用いただけます。',
    pending: 'このページは{time}に再読み込みされます。',
    soon: 'このページはまもなく再読み込みされます。',
    reloading: '再読み込みしています…',
    reload: '再読み込み',
    later: 'あとで',
    hide: '閉じる',
  },
}

/**
 * Returns the texts for a language, with a page's own in place of those that it has.
 *
 * @param lang a language tag, such as `de-AT`
 * @returns the texts, and the language that they are in; English where the language is not built in
 */
export function textsFor(lang: string, own: Partial<Texts>): [texts: Texts, lang: string] {
  const builtIn = TEXTS[lang.toLowerCase().split(/[-_]/)[0]!]
  return [{ ...(builtIn ?? TEXTS['en']!), ...own }, builtIn || own.outdated ? lang : 'en']
}

/** Returns a time as people say it: "in 45 seconds", "in 5 minutes". Rounded up, so that nobody is told too little. */
export function timeIn(lang: string, seconds: number): string {
  const [amount, unit] =
    seconds <= 90 ? [seconds, 'second' as const]
    : seconds <= 5_400 ? [Math.ceil(seconds / 60), 'minute' as const]
    : [Math.ceil(seconds / 3_600), 'hour' as const]
  return formatIn(lang).format(amount, unit)
}

function formatIn(lang: string): Intl.RelativeTimeFormat {
  try {
    return new Intl.RelativeTimeFormat(lang)
  } catch {
    return new Intl.RelativeTimeFormat('en') // not a language tag
  }
}
