/**
 * Mail services whose mailboxes are made to be thrown away: the best known of the community's list
 * github.com/disposable-email-domains/disposable-email-domains (public domain, CC0), as of 2026-08-21. The whole list has 8,335 domains and
 * would be a fifteenth of the Worker; an administrator adds those that turn up.
 */
const disposable: ReadonlySet<string> = new Set(
  `
0815.ru 1secmail.com 1secmail.net 1secmail.org 4warding.com 7tags.com a-bc.net abyssmail.com adsd.org afrobacon.com anonbox.net
anonymbox.com antispam.de armyspy.com asdasd.ru bccto.me beefmilk.com binkmail.com bobmail.info bofthew.com boun.cr bouncr.com
boximail.com bsnow.net bugmenot.com bumpymail.com bund.us byom.de casualdx.com cellurl.com chammy.info chitthi.in chogmail.com
chong-mail.com clipmail.eu cmail.club cosmorph.com courrieltemporaire.com crapmail.org crazymailing.com cuvox.de dayrep.com
deadaddress.com devnullmail.com digitalsanctuary.com dingbone.com dispostable.com dodgeit.com dodgit.com donemail.ru
dontsendmespam.de dpptd.com dropmail.me dump-email.info dumpmail.de e4ward.com edny.net einrot.com eintagsmail.de email60.com
emailfake.com emailias.com emailinfive.com emailmiser.com emailondeck.com emailsensei.com emailto.de emailwarden.com emailxfer.com
emltmp.com ephemail.net esiix.com etranquil.com explodemail.com eyepaste.com ezztt.com fastacura.com fexbox.org fexpost.com
filzmail.com fivemail.de fleckens.hu fr33mail.info frapmail.com front14.org fudgerub.com fux0ringduh.com garliclife.com
generator.email get1mail.com get2mail.fr getairmail.com getnada.com getonemail.com ghosttexter.de girlsundertheinfluence.com
gishpuppy.com goemailgo.com great-host.in greensloth.com grr.la gsrv.co.uk gufum.com gustr.com guysmail.com haltospam.com
harakirimail.com hidemail.de hmamail.com hochsitze.com hulapla.de icznn.com ieatspam.eu ihateyoualot.info imails.info inbax.tk
inboxalias.com inboxbear.com inboxclean.com inboxkitten.com incognitomail.com inpwa.com insorg-mail.info intopwa.com ipoo.org
irish2me.com jnxjn.com jobbikszimpatizans.hu jourrapide.com kasmail.com kaspop.com killmail.com klassmaster.com klzlk.com
koszmail.pl kulturbetrieb.info kurzepost.de laafd.com lackmail.net lags.us landmail.co letthemeatspam.com lhsdv.com
linshiyouxiang.net lookugly.com lortemail.dk lr78.com mail-filter.com mail.gw mail.tm mail1a.de mail21.cc mail2rss.org mail333.com
mailbidon.com mailblocks.com mailbox.in.ua mailbucket.org mailcatch.com maildrop.cc maileater.com mailexpire.com mailfa.tk
mailfreeonline.com mailguard.me mailimate.com mailin8r.com mailincubator.com mailismagic.com mailmate.com mailme.lv
mailmetrash.com mailmoat.com mailnator.com mailnesia.com mailnull.com mailpoof.com mailquack.com mailrock.biz mailsac.com
mailscrap.com mailseal.de mailshell.com mailsiphon.com mailslapping.com mailslite.com mailto.plus mailtothis.com mailzilla.com
mbx.cc messagebeamer.de mierdamail.com mintemail.com moakt.com moncourrier.fr.nf monemail.fr.nf monmail.fr.nf mt2009.com
mycleaninbox.net mypartyclip.de myphantomemail.com myspaceinc.com nbzmr.com neomailbox.com nepwk.com nervmich.net nervtmich.net
netzidiot.de no-spam.ws nobulk.com noclickemail.com nogmailspam.info nomail2me.com nomorespamemails.com nospam.today nowmymail.com
nurfuerspam.de obobbo.com odnorazovoe.ru oneoffmail.com oopi.org ordinaryamerican.net otherinbox.com owlpic.com pancakemail.com
pjjkp.com plexolan.de pokemail.net politikerclub.de pookmail.com privacy.net privy-mail.com proxymail.eu prtnx.com punkass.com
putthisinyourspamdatabase.com quickinbox.com rcpt.at recode.me regbypass.com rhyta.com rklips.com rmqkr.net rover.info rppkn.com
rteet.com rtrtr.com s0ny.net safersignup.de safetymail.info sandelf.de saynotospams.com selfdestructingmail.com sendspamhere.com
sharklasers.com shieldedmail.com skeefmail.com slaskpost.se slopsbox.com smailpro.com smashmail.de smellfear.com snakemail.com
sofimail.com sofort-mail.de sogetthis.com soodonims.com spam.la spam.su spam4.me spamail.de spamavert.com spambob.com spambog.com
spambooger.com spamcero.com spamcon.org spamcorptastic.com spamcowboy.com spamday.com spamex.com spamfighter.cf spamherelots.com
spamhereplease.com spamhole.com spamify.com spaminator.de spamkill.info spaml.com spammotel.com spamobox.com spamspot.com
spamthis.co.uk spamthisplease.com spamtrail.com squizzy.de stinkefinger.net stuffmail.de super-auswahl.de superrito.com
superstachel.de suremail.info tcwlm.com teewars.org teleworm.com teleworm.us thankyou2010.com thc.st thelimestones.com
thisisnotmyrealemail.com tilien.com tittbit.in tmpeml.com tmpmail.net tmpmail.org tofeat.com toomail.biz topranklist.de
tradermail.info trash2009.com trashdevil.com trashemail.de trashinbox.com trashymail.com trbvm.com turual.com twinmail.de
txcct.com tyldd.com uggsrock.com umail.net uroid.com us.af vddaz.com venompen.com veryrealemail.com viditag.com viralplays.com
vjuum.com vomoto.com vpn.st vubby.com walala.org walkmail.net webemail.me wh4f.org whyspam.me wilemail.com willselfdestruct.com
winemaven.info wronghead.com wuzup.net wuzupmail.net wwjmp.com wwwnew.eu xagloo.com xemaps.com xents.com xmaily.com xojxe.com
yep.it yogamaven.com yoggm.com youmailr.com yuurok.com zehnminuten.de zippymail.info zoaxe.com zoemail.org
`
    .trim()
    .split(/\s+/),
)

/** Services that open a new domain every week under a name like the old one. */
const family =
  /mailinator|guerrillamail|guerillamail|10minut|20minut|minutemail|yopmail|tempmail|temp-mail|tempemail|temp-email|temporarymail|temporaryemail|tempinbox|trashmail|trash-mail|throwaway|disposable|fakemail|fake-mail|fakeinbox|spambox|spamfree|wegwerf|jetable|mohmal|discardmail|burnermail|mytemp|mailtemp/

/** @param more - what an administrator added */
export const isDisposable = (domain: string, more: readonly string[] = []): boolean =>
  disposable.has(domain) || more.includes(domain) || family.test(domain)
