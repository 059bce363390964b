/** Templates of the generated documents: mails, notes, forms, logs and code in several languages. `<slot>` is filled, `#` is a digit. */
export const templates: readonly string[] = `
Just off the phone with <person>, who insists the replacement never turned up. Best reached on <phone>.
Intake form. Surname and forename: <person>. DOB <birth>. NHS <nhs>. GP surgery unknown.
Payroll needs the bank details of <person> corrected: IBAN <iban>.
Chargeback opened for <card>; the shopper writes from <email>.
As discussed, <body> will vacate <address> by the end of the quarter.
The SSN on file, <ssn>, does not match the one <first> gave over the phone.
NI number <nino> goes with the starter pack for <person>.
Subject: access request. I, <person>, born <birth>, ask <body> for a copy of all data held about me.
Probe <ip> went dark at 03:1#; its twin reports MAC <mac>.
In the vault you'll find <secret>, valid for another # days.
ENV=prod API_TOKEN=<secret> ./deploy.sh --region eu-west-#
db_password: "<password>"
Wiring instructions: routing number <routing>, account number <account>, payee <body>.
Hola, le escribe <person>; mi DNI es el <dni> y quisiera darme de baja.
Bonsoir, ici <person>. Mon NIR : <nir>. Rappelez-moi au <phone>.
Guten Morgen, hier <person>. Steuer-ID <steuer>, Anschrift <address>.
Goedemiddag, BSN <bsn> hoort bij <person>.
Szanowni Państwo, PESEL <pesel>, z poważaniem <person>.
God morgon! Mitt personnummer är <personnummer>, mvh <person>.
Boa noite, CPF <cpf>, em nome de <person>.
Grüezi, meine AHV-Nummer <ahv> steht auf der Karte, Gruss <first>.
Service Canada asked for SIN <sin>; <person> has sent it twice.
证件号码:<chinese>,请在周五前确认。
RSA identity number <za> was captured for <person>.
<person> quoted TFN <tfn> on the onboarding sheet.
Border control noted passport <passport>, holder <person>.
Rental desk: driver's license <licence>, renter <person>, back on the #th.
Ward round: <person>, MRN <mrn>, afebrile, wound clean, home on day #.
Forwarded by <email> because <first> could not open <url>.
{"contact":{"full_name":"<person>","mail":"<email>","tel":"<phone>"}}
{"shipTo":"<address>","consignee":"<person>","carrier":"<body>"}
id;name;mail
##;<person>;<email>
On behalf of <body> I would like to book the hall for ## guests. Kind wishes, <person>
We regret to inform Ms <family> that <body> cannot extend the lease on <address>.
Herr <family> bittet um Rückruf unter <phone>.
Madame <family> souhaite changer d'adresse : <address>.
La signora <family> ha scritto da <email> ieri sera.
El Sr. <family> pasará por <address> a las 1#:00.
The deposit of #00 euros came from <iban>, reference rent.
[INFO] login ok user=<email> src=<ip> agent=Firefox/12#.0
WARN 2026-0#-1# refused key <secret> from <ip>
Cousin <first> is flying in; she'll sleep at <address>.
<person> joined <body> straight from college and never left.
After the merger, <body> kept its name and lost its logo.
Could legal look at the clause that <body> struck out?
Nobody at <body> answers; <phone> just rings.
Witnesses: <person>; <person>; <person>.
Meet me at <address> and bring <first> along.
Invoice for <person>, <address>, payable within ## days to <iban>.
Scan the card ending soon: <card>, name on card <person>.
Remind <first> that the visa form wants the passport number, hers is <passport>.
curl -u ops:<password> is blocked; use the key <secret> instead.
Our vet at <body> wants to see Biscuit again on the #th.
Donor: <person>, <birth>, <address>, prefers mail to <email>.
Das Angebot von <body> kam per Mail an <email>.
Le contrat signé par <person> est archivé sous <url>.
Speak to <first> or <first> before you touch the router at <ip>.
Minute taker <person>; apologies from <person>.
Tenant <person> reports damp; landlord is <body>.
Your reset link: <url> - requested from <ip>.
`
  .trim()
  .split('\n');
